package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class DashboardTests {

  private final Dashboard dashboard =
      new Dashboard(
          new ByteArrayResource(
              "<meta name=\"style-nonce\" content=\"%STYLE_NONCE%\">"
                  .getBytes(StandardCharsets.UTF_8)));

  @Test
  void itsStylesAreKnownByAWordOfOneAnswerAlone() {
    Dashboard.Page one = dashboard.page().orElseThrow();
    Dashboard.Page other = dashboard.page().orElseThrow();

    String word = one.html().replaceAll(".*content=\"([^\"]+)\".*", "$1");
    assertThat(word).hasSizeGreaterThan(20).doesNotContain("%");
    assertThat(one.policy()).contains("style-src 'self' 'nonce-" + word + "'");
    assertThat(other.html()).isNotEqualTo(one.html());
  }

  @Test
  void itsScriptsAreFilesOfOurs() {
    assertThat(dashboard.page().orElseThrow().policy())
        .contains("script-src 'self';", "default-src 'none'", "connect-src 'self'")
        .doesNotContain("unsafe");
  }

  @Test
  void aBuildWithoutNodeHasNone() {
    assertThat(new Dashboard(new ClassPathResource("no/such/page.html")).page()).isEmpty();
  }
}
