// The rule: of each field the latest value counts, and the due date gives the colour.

const DAYS_OF_YELLOW = 14;
const DAY_MS = 86_400_000;
const STATUS_OF_LABEL = {
  'ikke påbegyndt': 'not_started', 'påbegyndt': 'in_progress', 'i gang': 'in_progress', 'igangsat': 'in_progress',
  'fuldført': 'completed', 'løst': 'completed', 'afsluttet': 'completed', 'ikke relevant': 'not_relevant',
};
const STATUS_LABEL = {
  not_started: 'Ikke påbegyndt', in_progress: 'Påbegyndt', completed: 'Fuldført', not_relevant: 'Ikke relevant',
};
const COLOUR_LABEL = { none: '-', green: 'Grøn', yellow: 'Gul', red: 'Rød' };

const copenhagen = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });
export const today = () => copenhagen.format(new Date());

/** Nothing where there is no due date. */
export const daysLeft = (dueDate, day) => (dueDate ? (Date.parse(dueDate) - Date.parse(day)) / DAY_MS : null);
export const isOpen = (status) => status !== 'completed' && status !== 'not_relevant';

export function colourOf(status, dueDate, day) {
  const left = daysLeft(dueDate, day);
  if (left === null || !isOpen(status)) return 'none';
  if (left < 0) return 'red';
  return left <= DAYS_OF_YELLOW ? 'yellow' : 'green';
}

const same = (one, other) =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));

export class Tasks {
  #byNumber = new Map();

  /** The task, if the fact changes it. */
  apply({ time, data }) {
    let task = this.#byNumber.get(data.number);
    if (!task) {
      task = { fields: {}, times: {}, revision: 0 };
      this.#byNumber.set(data.number, task);
    }
    const { fields, times } = task;
    const at = Date.parse(time);
    let changed = false;
    for (const name of Object.keys(data)) {
      if (times[name] > at) continue;
      times[name] = at;
      if (same(fields[name], data[name])) continue;
      fields[name] = data[name];
      changed = true;
    }
    if (!changed) return null;
    ++task.revision;
    return task;
  }
}

export function statusOf({ status: said }) {
  if (!said) return 'unknown';
  return said in STATUS_LABEL ? said : (STATUS_OF_LABEL[said.toLowerCase()] ?? 'unknown');
}

/** As klikd's event has it, without what needs the tasks that this one waits for. */
export function stateOf({ fields, revision }, status, colour) {
  return {
    municipality: '9999',
    number: fields.number,
    title: fields.title ?? null,
    project: fields.project ?? null,
    phase: fields.phase ?? null,
    theme: fields.theme ?? null,
    priority: fields.priority ?? null,
    start_date: fields.start_date ?? null,
    due_date: fields.due_date ?? null,
    responsible: fields.responsible ?? null,
    assignee: fields.assignee ?? null,
    status,
    status_label: STATUS_LABEL[status] ?? fields.status ?? '',
    platform_status: fields.status ?? '',
    colour,
    colour_label: COLOUR_LABEL[colour],
    platform_colour: fields.platform_colour ?? null,
    origin: 'platform',
    revision,
  };
}
