/** What the simulator remembers: JSON documents that survive a restart of the process. */
@NullMarked
package dev.slipway.simulator.state;

import org.jspecify.annotations.NullMarked;
