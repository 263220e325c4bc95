/**
 * Deployments: the state machine, one class per step, and the engine that ticks them. A step looks
 * at AWS, makes at most one change and returns what it found; waiting is a value.
 */
@ApplicationModule(
    allowedDependencies = {
      "base",
      "cloud",
      "environment",
      "endpoint",
      "judge",
      "live",
      "monitoring",
      "web",
      "access"
    })
@NullMarked
package dev.slipway.rollout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
