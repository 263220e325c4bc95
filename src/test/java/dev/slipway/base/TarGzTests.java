package dev.slipway.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class TarGzTests {

  @Test
  void anotherTarReadsWhatWasPacked() throws IOException {
    byte[] content = "{\"kind\": \"logistic_regression\"}".getBytes(StandardCharsets.UTF_8);
    byte[] archive = TarGz.of("model.json", content);
    try (var tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      var entry = tar.getNextEntry();
      assertThat(entry.getName()).isEqualTo("model.json");
      assertThat(entry.isCheckSumOK()).isTrue();
      assertThat(tar.readAllBytes()).isEqualTo(content);
      assertThat(tar.getNextEntry()).isNull();
    }
  }

  @Test
  void severalFilesFollowEachOther() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("first", new byte[513]);
    files.put("second", "{}".getBytes(StandardCharsets.UTF_8));
    try (var tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(TarGz.of(files))))) {
      assertThat(tar.getNextEntry().getName()).isEqualTo("first");
      assertThat(tar.readAllBytes()).hasSize(513);
      assertThat(tar.getNextEntry().getName()).isEqualTo("second");
      assertThat(tar.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
      assertThat(tar.getNextEntry()).isNull();
    }
  }

  @Test
  void theSameContentGivesTheSameBytes() {
    byte[] content = new byte[512];
    assertThat(TarGz.of("model.json", content)).isEqualTo(TarGz.of("model.json", content));
  }
}
