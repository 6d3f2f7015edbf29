-- Makes tables of version 2 of those of version 1, on H2. The script without a number does the same, and makes all.

-- What transactions of host applications have added, until it is moved to its partition: rows that nobody else locks.
CREATE TABLE IF NOT EXISTS stowage_enlisted (
    seq            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partition_name varchar(512) NOT NULL,
    kind           varchar(32) NOT NULL,
    id             varchar(512) NOT NULL,
    version        bigint NOT NULL,
    payload        clob NOT NULL,
    enlisted_at    timestamp(6) with time zone NOT NULL
);

CREATE INDEX IF NOT EXISTS stowage_enlisted_partition ON stowage_enlisted (partition_name, seq);

UPDATE stowage_schema SET version = 2 WHERE version = 1;
