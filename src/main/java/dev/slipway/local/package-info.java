/**
 * What a start needs before the application works: which mode it is, whether the database is of
 * that cloud, and in local mode the embedded Postgres, the simulator, the data directory and the
 * demo. No other package depends on this one.
 */
@ApplicationModule
@NullMarked
package dev.slipway.local;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
