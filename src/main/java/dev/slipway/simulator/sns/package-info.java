/** Topics and what was published to them; alarms deliver here. */
@NullMarked
package dev.slipway.simulator.sns;

import org.jspecify.annotations.NullMarked;
