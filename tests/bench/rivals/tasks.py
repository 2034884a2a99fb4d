"""The rule: of each field the latest value counts, and the due date gives the colour."""

import dataclasses
import datetime

DAYS_OF_YELLOW = 14
STATUS_OF_LABEL = {
    "ikke påbegyndt": "not_started", "påbegyndt": "in_progress", "i gang": "in_progress", "igangsat": "in_progress",
    "fuldført": "completed", "løst": "completed", "afsluttet": "completed", "ikke relevant": "not_relevant",
}
STATUS_LABEL = {
    "not_started": "Ikke påbegyndt", "in_progress": "Påbegyndt", "completed": "Fuldført",
    "not_relevant": "Ikke relevant",
}
COLOUR_LABEL = {"none": "-", "green": "Grøn", "yellow": "Gul", "red": "Rød"}
COPIED = ("title", "project", "phase", "theme", "priority", "start_date", "due_date", "responsible", "assignee")


@dataclasses.dataclass(slots=True)
class Task:
    fields: dict = dataclasses.field(default_factory=dict)
    times: dict = dataclasses.field(default_factory=dict)
    revision: int = 0


def colour_of(status: str, due_date: str | None, today: datetime.date) -> str:
    if not due_date or status in ("completed", "not_relevant"):
        return "none"
    days_left = (datetime.date.fromisoformat(due_date) - today).days
    if days_left < 0:
        return "red"
    return "yellow" if days_left <= DAYS_OF_YELLOW else "green"


class Tasks:
    def __init__(self):
        self.by_number: dict[int, Task] = {}

    def apply(self, fact: dict) -> Task | None:
        """The task, if the fact changes it."""
        data = fact["data"]
        time = datetime.datetime.fromisoformat(fact["time"])
        task = self.by_number.get(data["number"])
        if task is None:
            task = self.by_number[data["number"]] = Task()
        fields, times = task.fields, task.times
        changed = not fields
        for name, value in data.items():
            known_since = times.get(name)
            if known_since is None or known_since <= time:
                times[name] = time
                if name not in fields or fields[name] != value:
                    fields[name] = value
                    changed = True
        task.revision += changed
        return task if changed else None


def state_of(task: Task, today: datetime.date) -> dict:
    """As klikd's event has it, without what needs the tasks that this one waits for."""
    fields = task.fields
    said = fields.get("status") or ""
    status = said if said in STATUS_LABEL else STATUS_OF_LABEL.get(said.lower(), "unknown")
    colour = colour_of(status, fields.get("due_date"), today)
    return {
        "municipality": "9999",
        "number": fields["number"],
        **{name: fields.get(name) for name in COPIED},
        "status": status,
        "status_label": STATUS_LABEL.get(status, said),
        "platform_status": said,
        "colour": colour,
        "colour_label": COLOUR_LABEL[colour],
        "platform_colour": fields.get("platform_colour"),
        "origin": "platform",
        "revision": task.revision,
    }
