/**
 * What a person has to act on, as gauges beside the process's other metrics. Rooms say what there
 * is to count in the record; it is read now and then, so that whoever scrapes waits for no
 * database, and has the last numbers while it is down.
 */
@ApplicationModule(allowedDependencies = "base")
@NullMarked
package dev.slipway.monitoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
