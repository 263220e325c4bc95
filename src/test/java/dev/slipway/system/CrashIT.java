package dev.slipway.system;

import static dev.slipway.system.CrashWorld.held;
import static dev.slipway.system.CrashWorld.recorded;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Slipway is killed while it creates an endpoint, updates it, takes it back and retires it: right
 * after an AWS call and before its record, and right after a record. AWS carries on meanwhile: the
 * simulator runs in another process (this one). Whatever the moment, the end is the one of an
 * unbroken run. A few moments are part of every build, the others of {@code mvn verify -Pmatrix}.
 */
class CrashIT {

  @AutoClose private static CrashWorld unbroken;

  @BeforeAll
  static void runUnbroken() {
    unbroken = new CrashWorld();
    unbroken.create();
    unbroken.update();
    unbroken.takeBack();
    unbroken.retire();
    unbroken.stop();
  }

  @Test
  void killedNowAndThen() {
    try (CrashWorld world = new CrashWorld()) {
      world.create(held("sagemaker", "CreateModel"));
      world.update(recorded("ENDPOINT_CONFIG"), held("sagemaker", "UpdateEndpoint"));
      world.takeBack(held("sagemaker", "UpdateEndpoint"), recorded("AWAIT"));
      world.retire(held("sagemaker", "DeleteEndpoint"));
      world.endsLike(unbroken);
    }
  }

  @Test
  @Tag("matrix")
  void killedRightAfterAnAwsCallAndBeforeItsRecord() {
    try (CrashWorld world = new CrashWorld()) {
      world.create(
          held("iam", "CreateRole"),
          held("sagemaker", "CreateModel"),
          held("sagemaker", "CreateEndpointConfig"),
          held("sagemaker", "CreateEndpoint"),
          held("application-autoscaling", "RegisterScalableTarget"));
      world.update(
          held("sagemaker", "CreateEndpointConfig"),
          held("monitoring", "PutMetricAlarm"),
          held("sagemaker", "UpdateEndpoint"));
      world.takeBack(
          held("sagemaker", "CreateEndpointConfig"),
          held("monitoring", "PutMetricAlarm"),
          held("sagemaker", "UpdateEndpoint"));
      world.retire(
          held("application-autoscaling", "DeregisterScalableTarget"),
          held("monitoring", "DeleteAlarms"),
          held("sagemaker", "DeleteEndpoint"),
          held("sagemaker", "DeleteEndpointConfig"),
          held("sagemaker", "DeleteModel"));
      world.endsLike(unbroken);
    }
  }

  @Test
  @Tag("matrix")
  void killedRightAfterARecord() {
    try (CrashWorld world = new CrashWorld()) {
      world.create(recorded("EXECUTION_ROLE"), recorded("MODEL"), recorded("AWAIT"));
      world.update(
          recorded("MODEL"),
          recorded("ENDPOINT_CONFIG"),
          recorded("ALARMS"),
          recorded("ENDPOINT"),
          recorded("AWAIT"));
      world.takeBack(recorded("MODEL"), recorded("ENDPOINT_CONFIG"), recorded("ENDPOINT"));
      world.retire();
      world.endsLike(unbroken);
    }
  }
}
