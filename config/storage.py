"""Storage of static files in production: compressed, and named with a hash of their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also uses the hashed names in imports between JavaScript modules."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # a file is ready one pass after what it imports, and Django stops after five
