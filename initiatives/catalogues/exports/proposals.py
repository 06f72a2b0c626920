"""The business cases of a catalogue's proposals, as rows of the import's sheets."""

from collections.abc import Iterator

from django.db.models import QuerySet

from budgets.foundation.amounts import Presentation
from initiatives.catalogues.exports.cases import SheetRow, row_about
from initiatives.catalogues.models.initiatives import Initiative
from initiatives.catalogues.models.proposals import BusinessCase, CounterEffect, ProposalPart, ServiceLevel


def _yes(value: bool) -> str:  # noqa: FBT001  the cell's own value
    return "ja" if value else ""


def texts(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = BusinessCase.objects.filter(initiative__in=initiatives).order_by("initiative__order")
    for case in in_order.select_related("initiative"):
        yield row_about(
            case.initiative,
            fremstillende_forvaltning=case.proposed_by,
            øvrige_forvaltninger="; ".join(case.departments),
            baggrund=case.background,
            indhold=case.content,
            økonomi=case.economy,
            implementering=case.implementation,
            inddragelse=case.involvement,
            effekt=case.expected_effect,
            opfølgning=case.monitoring,
            udgangspunkt=case.baseline,
            besluttes_af=case.get_decided_by_display(),
            oprindelse=case.get_origin_display(),
            hvilken=case.origin_note,
            rammebesparelse=_yes(case.is_frame),
        )


def parts(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = ProposalPart.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for part in in_order.select_related("initiative"):
        risk = {"risiko": part.get_risk_display(), "hvorfor_risikoen": part.risk_reason}
        yield row_about(part.initiative, **{"del": part.name}, indhold=part.text, **risk)


def service_levels(initiatives: QuerySet[Initiative]) -> Iterator[SheetRow]:
    in_order = ServiceLevel.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for level in in_order.select_related("initiative"):
        yield row_about(level.initiative, ydelse=level.subject, før=level.before, efter=level.after)


def counter_effects(initiatives: QuerySet[Initiative], presentation: Presentation) -> Iterator[SheetRow]:
    in_order = CounterEffect.objects.filter(initiative__in=initiatives).order_by("initiative__order", "order")
    for effect in in_order.select_related("initiative"):
        amount = {"beløb": presentation.text(effect.amount), "regnet_med": _yes(effect.is_in_lines)}
        yield row_about(effect.initiative, område=effect.area, virkning=effect.text, **amount)
