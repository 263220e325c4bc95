package dev.slipway.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Samples as a gzipped tar. */
class SampleArchiveTests {

  @Test
  void eachSampleIsAFileAndTheArchiveEndsWithTwoEmptyBlocks() throws IOException {
    byte[] first = "x".repeat(513).getBytes(UTF_8);
    SampleArchive archive = archive(Map.of("first", first, "second", "{}".getBytes(UTF_8)));

    byte[] tar;
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(archive.bytes()))) {
      tar = gzip.readAllBytes();
    }
    assertThat(tar).hasSize(512 + 1024 + 512 + 512 + 1024);
    assertThat(text(tar, 0, 6)).isEqualTo("first\0");
    assertThat(Integer.parseInt(text(tar, 124, 11), 8)).isEqualTo(513);
    assertThat(Integer.parseInt(text(tar, 148, 6), 8)).isEqualTo(sum(tar));
    assertThat(text(tar, 512, 513)).isEqualTo("x".repeat(513));
    assertThat(text(tar, 1536, 7)).isEqualTo("second\0");
    assertThat(text(tar, 2048, 3)).isEqualTo("{}\0");
  }

  @Test
  void equalSamplesHaveOneNameAndOthersAnother() {
    Map<String, byte[]> one = Map.of("usual", "{}".getBytes(UTF_8));
    assertThat(archive(one).name()).isEqualTo(archive(one).name()).endsWith(".tar.gz");
    assertThat(archive(Map.of("usual", "[]".getBytes(UTF_8))).name())
        .isNotEqualTo(archive(one).name());
  }

  /** Of the header's bytes, its own field taken as spaces (POSIX ustar). */
  private static int sum(byte[] tar) {
    int sum = 0;
    for (int i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? ' ' : tar[i] & 0xff;
    return sum;
  }

  private static String text(byte[] tar, int from, int length) {
    return new String(tar, from, length, UTF_8);
  }

  private static SampleArchive archive(Map<String, byte[]> bodies) {
    return SampleArchive.of(new TreeMap<>(bodies));
  }
}
