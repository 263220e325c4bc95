package dev.slipway.rollout;

import java.util.Map;

/** Somebody who makes things under the very names that Slipway gives, with copies of its tags. */
final class Impostor {

  private static final String SOME_DEPLOYMENT = "01990000-0000-7000-8000-000000000000";
  private static final String OWN = "impostors-own";

  private final MakeByHand make;
  private final ScalingByHand scaling;
  private final String endpoint;

  Impostor(AwsByHand aws, String endpoint) {
    this.endpoint = endpoint;
    make =
        aws.make()
            .tagging(Map.of("slipway:endpoint", endpoint, "slipway:deployment", SOME_DEPLOYMENT));
    scaling = aws.scaling();
  }

  void role(String name) {
    make.role(name);
  }

  void alarm(String name) {
    make.alarm(name);
  }

  void model(String name) {
    make.model(name, make.role(OWN), ArtifactsByHand.uri("v1"));
  }

  void endpointConfig(String name) {
    model(OWN);
    make.config(name, "primary", OWN, "ml.m5.large", 1);
  }

  void endpoint() {
    endpointConfig(OWN);
    make.endpoint(endpoint, OWN);
  }

  /** A policy and a scheduled action whose names begin as Slipway's do; they can carry no tags. */
  void scaling() {
    scaling.changeStep(endpoint, endpoint + "-scaling-theirs", 1);
    scaling.once(endpoint, endpoint + "-schedule-theirs", 3, 6);
  }

  /** Away with those again. */
  void endScaling() {
    scaling.remove(endpoint, endpoint + "-scaling-theirs", endpoint + "-schedule-theirs");
  }
}
