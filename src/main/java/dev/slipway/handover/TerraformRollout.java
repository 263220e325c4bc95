package dev.slipway.handover;

import tools.jackson.databind.JsonNode;

/** How an endpoint was last updated, as Terraform's {@code deployment_config}. */
final class TerraformRollout {

  /** The longest timeout that the provider takes, although SageMaker takes longer ones. */
  private static final int LONGEST_TIMEOUT = 14_400;

  private TerraformRollout() {}

  /** Whether the provider takes its time limit. */
  static boolean takes(JsonNode deployment) {
    return timeout(deployment) <= LONGEST_TIMEOUT;
  }

  private static int timeout(JsonNode deployment) {
    String member = "MaximumExecutionTimeoutInSeconds";
    return Math.max(
        deployment.path("BlueGreenUpdatePolicy").path(member).asInt(0),
        deployment.path("RollingUpdatePolicy").path(member).asInt(0));
  }

  static void write(JsonNode deployment, Hcl out) {
    JsonNode blueGreen = deployment.path("BlueGreenUpdatePolicy");
    if (blueGreen.size() > 0) {
      out.block("blue_green_update_policy", it -> blueGreen(blueGreen, it));
    }
    JsonNode rolling = deployment.path("RollingUpdatePolicy");
    if (rolling.size() > 0) out.block("rolling_update_policy", it -> rolling(rolling, it));
    JsonNode alarms = deployment.path("AutoRollbackConfiguration").path("Alarms");
    if (alarms.size() > 0) {
      out.block(
          "auto_rollback_configuration",
          it ->
              alarms
                  .values()
                  .forEach(alarm ->
                      it.block("alarms", a -> a.set("alarm_name", alarm.path("AlarmName")))));
    }
  }

  private static void blueGreen(JsonNode policy, Hcl out) {
    JsonNode routing = policy.path("TrafficRoutingConfiguration");
    out.block(
        "traffic_routing_configuration",
        it -> {
          it.set("type", routing.path("Type"))
              .number("wait_interval_in_seconds", routing.path("WaitIntervalInSeconds"));
          size("canary_size", routing.path("CanarySize"), it);
          size("linear_step_size", routing.path("LinearStepSize"), it);
        });
    out.number("termination_wait_in_seconds", policy.path("TerminationWaitInSeconds"))
        .number(
            "maximum_execution_timeout_in_seconds",
            policy.path("MaximumExecutionTimeoutInSeconds"));
  }

  private static void rolling(JsonNode policy, Hcl out) {
    size("maximum_batch_size", policy.path("MaximumBatchSize"), out);
    size("rollback_maximum_batch_size", policy.path("RollbackMaximumBatchSize"), out);
    out.number("wait_interval_in_seconds", policy.path("WaitIntervalInSeconds"))
        .number(
            "maximum_execution_timeout_in_seconds",
            policy.path("MaximumExecutionTimeoutInSeconds"));
  }

  private static void size(String name, JsonNode size, Hcl out) {
    if (size.size() == 0) return;
    out.block(name, it -> it.set("type", size.path("Type")).number("value", size.path("Value")));
  }
}
