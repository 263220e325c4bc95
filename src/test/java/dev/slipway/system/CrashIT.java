package dev.slipway.system;

import dev.slipway.system.CrashWorld.Held;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Slipway is killed while it creates and updates an endpoint: right after an AWS call and before
 * its record, and right after a record. AWS carries on meanwhile: the simulator runs in another
 * process (this one). Whatever the moment, the end is the one of an unbroken run.
 */
class CrashIT {

  private static CrashWorld unbroken;

  @BeforeAll
  static void runUnbroken() {
    unbroken = new CrashWorld();
    try (RunningSlipway slipway = unbroken.startTheFirst()) {
      unbroken.awaitEnd(1);
      unbroken.promoteV2(slipway);
      unbroken.awaitEnd(2);
    }
  }

  @AfterAll
  static void close() {
    unbroken.close();
  }

  @Test
  void killedRightAfterAnAwsCallAndBeforeItsRecord() {
    try (CrashWorld world = new CrashWorld()) {
      List<Held> created =
          List.of(
              new Held("iam", "CreateRole"),
              new Held("sagemaker", "CreateModel"),
              new Held("sagemaker", "CreateEndpointConfig"),
              new Held("sagemaker", "CreateEndpoint"),
              new Held("application-autoscaling", "RegisterScalableTarget"));
      world.hold(created.getFirst());
      RunningSlipway slipway = world.start();
      slipway = world.killAtEach(slipway, created);
      world.awaitEnd(1);
      List<Held> updated =
          List.of(
              new Held("monitoring", "PutMetricAlarm"), new Held("sagemaker", "UpdateEndpoint"));
      world.hold(updated.getFirst());
      world.promoteV2(slipway);
      slipway = world.killAtEach(slipway, updated);
      world.awaitEnd(2);
      slipway.close();
      world.endsLike(unbroken);
    }
  }

  @Test
  void killedRightAfterARecord() {
    try (CrashWorld world = new CrashWorld()) {
      RunningSlipway slipway = world.start();
      world.awaitEnd(1);
      world.promoteV2(slipway);
      for (String step : List.of("MODEL", "ENDPOINT_CONFIG", "ALARMS", "ENDPOINT", "AWAIT")) {
        slipway = world.killOnceRecorded(slipway, step);
      }
      world.awaitEnd(2);
      slipway.close();
      world.endsLike(unbroken);
    }
  }
}
