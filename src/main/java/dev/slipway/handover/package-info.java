/** Endpoints that come from other tools, and go to them: import, claim, and export as Terraform. */
@ApplicationModule(
    allowedDependencies = {
      "base",
      "cloud",
      "catalog",
      "environment",
      "endpoint",
      "rollout",
      "web",
      "access"
    })
@NullMarked
package dev.slipway.handover;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
