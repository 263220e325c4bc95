/** AWS on your machine: the services that Slipway uses, over their real wire protocols. */
@ApplicationModule(allowedDependencies = "base")
@NullMarked
package dev.slipway.simulator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
