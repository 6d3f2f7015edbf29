package io.stowage.store.jdbc;

import java.sql.SQLException;

/** The database did not answer as it should. Whether what was asked for has been done is not known. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseException(String doing, SQLException cause) {
        super(doing + " failed: " + cause.getMessage() + " (SQLSTATE " + cause.getSQLState() + ")", cause);
    }
}
