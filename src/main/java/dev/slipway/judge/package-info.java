/**
 * The judge: compares the two fleets of an update by their metrics. Pure: it is given all it looks
 * at, and knows neither clock nor AWS.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.slipway.judge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
