package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.WallClock;
import dev.slipway.testing.GuardedDirectory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class DemoCloudTests {

  @AutoClose private final GuardedDirectory guarded = GuardedDirectory.create();

  @Test
  void theArtifactsOfAllVersionsLieInBothBucketsAlsoAfterARestart() {
    try (var cloud = simulator()) {
      new DemoCloud(client(cloud)).seed();
      assertThatEverythingIsIn(client(cloud));
    }
    try (var cloud = simulator()) {
      assertThatEverythingIsIn(client(cloud));
      new DemoCloud(client(cloud)).seed();
      assertThatEverythingIsIn(client(cloud));
    }
  }

  private static void assertThatEverythingIsIn(SimulatorClient client) {
    for (String bucket : new String[] {"ml-models-dev", "ml-models-prod"}) {
      for (String version : new String[] {"v1", "v2", "v3"}) {
        String key = "fraud-detector/" + version + "/model.tar.gz";
        assertThat(client.hasObject(bucket, key)).as("%s in %s", key, bucket).isTrue();
      }
      assertThat(client.hasObject(bucket, "fraud-detector/v4/model.tar.gz")).isFalse();
    }
  }

  private SimulatedCloud simulator() {
    var settings = Settings.from(new MockEnvironment());
    return SimulatedCloud.start(settings, guarded.path().resolve("simulator"), 0);
  }

  private static SimulatorClient client(SimulatedCloud cloud) {
    return new SimulatorClient(cloud.uri(), "us-east-1", WallClock.system());
  }
}
