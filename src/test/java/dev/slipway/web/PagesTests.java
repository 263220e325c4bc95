package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTests {

  @AutoClose private final WebServer server = WebServer.start();

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/problems", "/problems/no-such-model"})
  void aPageNeedsNothingFromElsewhereAndRunsNoScript(String path) {
    HttpResponse<String> page = server.get(path, "Accept", "text/html");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe"));
    assertThat(page.body())
        .doesNotContain("<script")
        .doesNotContain("style=")
        .doesNotContainPattern("(src|href)=\"(https?:)?//");
  }

  /** A build without Node has no dashboard, and these tests run after either. */
  @Test
  void theFrontPageIsTheDashboardOrSaysHowToGetIt() {
    HttpResponse<String> page = server.get("/", "Accept", "text/html");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe"));
    if (page.body().contains("id=\"root\"")) {
      assertThat(page.body()).doesNotContain("%STYLE_NONCE%").doesNotContain("src=\"http");
    } else {
      assertThat(page.body())
          .contains("install Node")
          .contains("href=\"/docs\"", "href=\"/openapi.yaml\"", "href=\"/readyz\"");
    }
    assertThat(server.get("/docs/slipway.css").statusCode()).isEqualTo(200);
  }

  @Test
  void aLinkIntoTheDashboardIsAPageAndForProgramsNothing() {
    for (String view : Dashboard.VIEWS) {
      String path = view.replace("**", "some-thing");
      assertThat(server.get(path, "Accept", "text/html,*/*").statusCode()).as(path).isEqualTo(200);
      assertThat(server.get(path, "Accept", "*/*").body()).contains("no-such-route");
    }
    assertThat(server.get("/v1/no-such-list", "Accept", "text/html").statusCode())
        .isNotEqualTo(200);
  }

  @Test
  void theDescriptionShowsOperationsSchemasExamplesAndCalls() {
    String page = server.get("/docs").body();

    assertThat(page)
        .contains("id=\"createPromotion\"", "id=\"schema-Deployment\"", "dry_run", "curl -X POST")
        .contains("http://localhost:8081/predict/prod/fraud-detector");
  }

  @Test
  void theContractIsServedAsItIs() throws IOException {
    assertThat(server.get("/openapi.yaml").body())
        .isEqualTo(Files.readString(Path.of("openapi.yaml")));
  }

  @Test
  void aCodeWithoutAPageIsNotFound() {
    assertThat(server.get("/problems/nonsense").statusCode()).isEqualTo(404);
  }

  @Test
  void noPageOfAProblemShowsALinkAsItIsWritten() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs/problems"))) {
      for (Path page : pages.toList()) {
        assertThat(Html.markdown(Files.readString(page))).as(page.toString()).doesNotContain("](");
      }
    }
    assertThat(Html.markdown("[a](other.md), [b](../adopt.md#claim)"))
        .isEqualTo("<p><a href=\"/problems/other\">a</a>, b (<code>docs/adopt.md</code>)</p>\n");
  }

  @Test
  void textIsNeverMarkup() {
    assertThat(Html.markdown("a <b> `x<y` [l](/p) **s** [j](javascript:x)\n\n- one\n- two"))
        .isEqualTo(
            "<p>a &lt;b&gt; <code>x&lt;y</code> <a href=\"/p\">l</a> <strong>s</strong>"
                + " [j](javascript:x)</p>\n"
                + "<ul><li>one</li>\n<li>two</li></ul>\n");
  }
}
