package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  void theSameContentGivesTheSameBytes() {
    byte[] content = new byte[512];
    assertThat(TarGz.of("model.json", content)).isEqualTo(TarGz.of("model.json", content));
  }
}
