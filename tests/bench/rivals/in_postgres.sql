-- klikd's rule as a trigger: of each field the latest value counts, and the due date gives the colour.

CREATE TABLE journal (epoch text NOT NULL);
INSERT INTO journal VALUES (left(replace(gen_random_uuid()::text, '-', ''), 16));

CREATE TABLE fact (
    source text NOT NULL,
    id text NOT NULL,
    time timestamptz NOT NULL,
    number bigint NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (source, id)
);

CREATE TABLE task (
    number bigint PRIMARY KEY,
    fields jsonb NOT NULL,
    times jsonb NOT NULL, -- of each field
    revision integer NOT NULL
) WITH (fillfactor = 50); -- an update finds room in the same page

CREATE TABLE event (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cause text NOT NULL,
    time timestamptz NOT NULL DEFAULT now(),
    data jsonb NOT NULL
);

CREATE FUNCTION canonical_status(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE lower(coalesce(said, ''))
        WHEN 'not_started' THEN 'not_started' WHEN 'ikke påbegyndt' THEN 'not_started'
        WHEN 'in_progress' THEN 'in_progress' WHEN 'påbegyndt' THEN 'in_progress'
        WHEN 'i gang' THEN 'in_progress' WHEN 'igangsat' THEN 'in_progress'
        WHEN 'completed' THEN 'completed' WHEN 'fuldført' THEN 'completed'
        WHEN 'løst' THEN 'completed' WHEN 'afsluttet' THEN 'completed'
        WHEN 'not_relevant' THEN 'not_relevant' WHEN 'ikke relevant' THEN 'not_relevant'
        ELSE 'unknown' END
$$;

CREATE FUNCTION status_label(status text, said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE status
        WHEN 'not_started' THEN 'Ikke påbegyndt' WHEN 'in_progress' THEN 'Påbegyndt'
        WHEN 'completed' THEN 'Fuldført' WHEN 'not_relevant' THEN 'Ikke relevant' ELSE said END
$$;

CREATE FUNCTION colour(status text, due_date date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN due_date IS NULL OR status IN ('completed', 'not_relevant') THEN 'none'
        WHEN due_date < current_date THEN 'red'
        WHEN due_date <= current_date + 14 THEN 'yellow'
        ELSE 'green' END
$$;

CREATE FUNCTION colour_label(colour text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE colour WHEN 'green' THEN 'Grøn' WHEN 'yellow' THEN 'Gul' WHEN 'red' THEN 'Rød' ELSE '-' END
$$;

-- As klikd's event has it, without what needs the tasks that this one waits for.
CREATE FUNCTION state(task task) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    said text := task.fields ->> 'status';
    status text := canonical_status(said);
    colour text := colour(status, (task.fields ->> 'due_date')::date);
BEGIN
    RETURN jsonb_build_object(
        'municipality', '9999', 'number', task.number, 'title', task.fields -> 'title',
        'project', task.fields -> 'project', 'phase', task.fields -> 'phase', 'theme', task.fields -> 'theme',
        'priority', task.fields -> 'priority', 'start_date', task.fields -> 'start_date',
        'due_date', task.fields -> 'due_date', 'responsible', task.fields -> 'responsible',
        'assignee', task.fields -> 'assignee',
        'status', status, 'status_label', status_label(status, said), 'platform_status', said,
        'colour', colour, 'colour_label', colour_label(colour), 'platform_colour', task.fields -> 'platform_colour',
        'origin', 'platform', 'revision', task.revision);
END
$$;

CREATE FUNCTION decide() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known task;
    newer jsonb;
    times jsonb;
    added event;
    told text;
BEGIN
    SELECT * INTO known FROM task WHERE number = NEW.number FOR UPDATE;
    SELECT jsonb_object_agg(key, value), jsonb_object_agg(key, NEW.time) INTO newer, times
        FROM jsonb_each(NEW.data)
        WHERE known.times ->> key IS NULL OR (known.times ->> key)::timestamptz <= NEW.time;
    IF newer IS NULL THEN
        RETURN NULL;
    END IF;
    IF known.number IS NULL THEN
        known := (NEW.number, newer, times, 1);
        INSERT INTO task VALUES (known.*);
    ELSIF known.fields || newer = known.fields THEN
        UPDATE task SET times = task.times || decide.times WHERE number = NEW.number;
        RETURN NULL;
    ELSE
        known := (NEW.number, known.fields || newer, known.times || times, known.revision + 1);
        UPDATE task SET fields = known.fields, times = known.times, revision = known.revision
            WHERE number = NEW.number;
    END IF;
    INSERT INTO event (cause, data) VALUES (NEW.id, state(known)) RETURNING * INTO added;
    told := jsonb_build_object('sequence', added.sequence, 'cause', added.cause, 'time', added.time,
        'data', added.data)::text;
    -- A notice holds less than 8000 bytes; of a longer one the bridge reads the rest itself.
    PERFORM pg_notify('state', CASE WHEN octet_length(told) < 8000 THEN told ELSE added.sequence::text END);
    RETURN NULL;
END
$$;

CREATE TRIGGER decide AFTER INSERT ON fact FOR EACH ROW EXECUTE FUNCTION decide();
