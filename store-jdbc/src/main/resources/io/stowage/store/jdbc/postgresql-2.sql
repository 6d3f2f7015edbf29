-- Makes tables of version 2 of those of version 1, on PostgreSQL. The script without a number does the same, and makes all.

-- What transactions of host applications have added, until it is moved to its partition: rows that nobody else locks.
CREATE TABLE IF NOT EXISTS stowage_enlisted (
    seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partition_name varchar(512) COLLATE "C" NOT NULL,
    kind           varchar(32) COLLATE "C" NOT NULL,
    id             varchar(512) COLLATE "C" NOT NULL,
    version        bigint NOT NULL,
    payload        text NOT NULL,
    enlisted_at    timestamptz NOT NULL
);

CREATE INDEX IF NOT EXISTS stowage_enlisted_partition ON stowage_enlisted (partition_name, seq);

UPDATE stowage_schema SET version = 2 WHERE version = 1;
