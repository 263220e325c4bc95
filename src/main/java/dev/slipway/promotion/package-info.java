/** Promotions: the request to bring a version to an environment, and what became of it. */
@ApplicationModule(
    allowedDependencies = {
      "base",
      "cloud",
      "catalog",
      "environment",
      "endpoint",
      "monitoring",
      "rollout",
      "web",
      "access",
      "secret"
    })
@NullMarked
package dev.slipway.promotion;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
