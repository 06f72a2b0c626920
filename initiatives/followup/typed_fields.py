"""The text fields of a row's page whose number depends on the row: one for each year, line or treatment."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TypedField:
    """A text field with what is typed in it, and why that was refused; its name is its id too."""

    name: str
    label: str
    text: str
    hint: str = ""
    fault: str = ""

    @property
    def described_by(self) -> str:
        """The ids of its hint and its fault, as `aria-describedby` wants them."""
        ids = [f"{self.name}_helptext"] if self.hint else []
        return " ".join([*ids, f"{self.name}_error"] if self.fault else ids)
