/** The state store on a database: PostgreSQL or H2, over a {@link javax.sql.DataSource} of the host application. */
@NullMarked
package io.stowage.store.jdbc;

import org.jspecify.annotations.NullMarked;
