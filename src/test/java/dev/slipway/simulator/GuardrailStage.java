package dev.slipway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;

/**
 * Version v1 in service on three instances, v2 that can take over, and v3 that fails most requests:
 * 180 s to provision, 10 s to shift, 60 s to terminate.
 */
abstract class GuardrailStage {

  TestWorld world = new TestWorld();

  @BeforeEach
  void versionOneServesOnThreeInstances() {
    begin(new TestWorld());
  }

  /** Another world in place of the usual one. */
  void begin(TestWorld fresh) {
    world = fresh;
    world.version("v1", 3, "{}");
    world.version("v2", 3, "{}");
    world.version("v3", 3, "{\"error_rate\":0.6}");
    world.create("v1");
    assertThat(world.status()).isEqualTo("Creating");
    world.advance(180);
    assertThat(world.status()).isEqualTo("InService");
  }

  /** Which part of three hundred requests a version answers. */
  double shareOf(String version) {
    int hits = 0;
    for (int i = 0; i < 300; i++) {
      hits += world.answered().equals(version) ? 1 : 0;
    }
    return hits / 300.0;
  }
}
