package dev.slipway.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Samples in one file for the Inference Recommender. */
class SampleArchiveTests {

  @Test
  void equalSamplesHaveOneNameAndOthersAnother() {
    assertThat(name("{}")).isEqualTo(name("{}")).endsWith(".tar.gz");
    assertThat(name("[]")).isNotEqualTo(name("{}"));
  }

  private static String name(String body) {
    return SampleArchive.of(new TreeMap<>(Map.of("usual", body.getBytes(UTF_8)))).name();
  }
}
