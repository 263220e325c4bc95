/**
 * How much an endpoint can do: steps the number of requests at once until answers take too long,
 * and tells what autoscaling should aim for and what that costs. Sends real predictions, so it is
 * asked for by name, bounded in every direction and ends at once when something else begins.
 */
@ApplicationModule(
    allowedDependencies = {
      "base",
      "cloud",
      "catalog",
      "environment",
      "endpoint",
      "rollout",
      "judge",
      "web",
      "access"
    })
@NullMarked
package dev.slipway.loadtest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
