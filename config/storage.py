"""Where production's static files go: each under a name with a hash of its content, and compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Modules of JavaScript import one another by the hashed names too."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # a file is ready one pass after what it imports, and Django stops after five
