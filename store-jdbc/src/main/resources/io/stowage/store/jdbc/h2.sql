-- The tables of Stowage's state store on H2. JdbcStateStore runs this when it is asked to; so may Flyway or Liquibase.

-- What is committed is in the file when the commit is answered: otherwise a process that is killed loses the last half second.
SET WRITE_DELAY 0;

-- Payloads of a usual size are kept in their row.
SET MAX_LENGTH_INPLACE_LOB 16384;

CREATE TABLE IF NOT EXISTS stowage_schema (
    version integer NOT NULL
);

-- Each partition: its revision, and who may write it. A commit changes this row, so commits to a partition come one after the other.
CREATE TABLE IF NOT EXISTS stowage_partition (
    partition_name varchar(512) PRIMARY KEY,
    revision       bigint NOT NULL,
    commit_id      varchar(512) NOT NULL,
    epoch          bigint NOT NULL,
    holder         varchar(512),
    -- The revisions up to which removals are not known any more.
    forgotten_upto bigint NOT NULL
);

-- Until when a lease is held: a row of its own, so that its renewal never waits for a commit.
CREATE TABLE IF NOT EXISTS stowage_lease (
    partition_name varchar(512) PRIMARY KEY,
    epoch          bigint NOT NULL,
    holder         varchar(512),
    expires_at     timestamp(6) with time zone NOT NULL
);

-- A record, and when it was removed, so that the feed can tell; its payload is null then.
CREATE TABLE IF NOT EXISTS stowage_record (
    partition_name varchar(512) NOT NULL,
    kind           varchar(32) NOT NULL,
    id             varchar(512) NOT NULL,
    version        bigint NOT NULL,
    revision       bigint NOT NULL,
    payload        clob,
    removed_at     timestamp(6) with time zone,
    PRIMARY KEY (partition_name, kind, id)
);

CREATE INDEX IF NOT EXISTS stowage_record_feed ON stowage_record (partition_name, revision);

CREATE INDEX IF NOT EXISTS stowage_record_removed ON stowage_record (partition_name, removed_at);

-- The commits that were applied lately: a commit that is sent again is found here.
CREATE TABLE IF NOT EXISTS stowage_commit (
    partition_name varchar(512) NOT NULL,
    commit_id      varchar(512) NOT NULL,
    revision       bigint NOT NULL,
    committed_at   timestamp(6) with time zone NOT NULL,
    PRIMARY KEY (partition_name, commit_id)
);

CREATE UNIQUE INDEX IF NOT EXISTS stowage_commit_revision ON stowage_commit (partition_name, revision);

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

INSERT INTO stowage_schema (version) SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM stowage_schema);

UPDATE stowage_schema SET version = 2 WHERE version = 1;
