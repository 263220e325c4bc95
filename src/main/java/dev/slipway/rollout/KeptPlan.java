package dev.slipway.rollout;

import dev.slipway.base.Json;
import dev.slipway.endpoint.Plan;

/**
 * A deployment's plan as it is stored. It is a long document that is seldom looked at: lists of
 * deployments name its hash only, and a tick reads it when its step needs it.
 */
record KeptPlan(String hash, String document) {

  static KeptPlan of(Plan plan) {
    return new KeptPlan(plan.hash(), Json.write(plan));
  }

  Plan read() {
    return Json.read(document, Plan.class);
  }
}
