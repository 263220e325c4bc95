package dev.slipway.web;

import static dev.slipway.web.Html.escape;

import dev.slipway.base.Failure;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** What can be read without a token: the dashboard, the API's description, the problems. */
@Controller
class Pages {

  private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
  private static final MediaType YAML =
      new MediaType("application", "yaml", StandardCharsets.UTF_8);
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final Dashboard dashboard;
  private final Contract contract;
  private final Reference reference;
  private final ProblemPages problems;

  Pages(Dashboard dashboard, Contract contract, Reference reference, ProblemPages problems) {
    this.dashboard = dashboard;
    this.contract = contract;
    this.reference = reference;
    this.problems = problems;
  }

  /** The dashboard, or what there is without one. */
  @GetMapping({"/", "/index.html"})
  ResponseEntity<String> front() {
    return dashboard.page().map(Pages::dashboard).orElseGet(Pages::withoutDashboard);
  }

  /** A link into the dashboard. For whoever asks for anything but a page, nothing is here. */
  @GetMapping({
    "/board",
    "/plan",
    "/deployments/**",
    "/endpoints/**",
    "/approvals/**",
    "/audit",
    "/drift",
    "/playground",
    "/settings/**",
    "/local",
    "/sign-in"
  })
  ResponseEntity<String> view(
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "") String accept) {
    if (!accept.contains(MediaType.TEXT_HTML_VALUE)) {
      throw new Failure.NotFound(
          "no-such-route", "There is nothing at this path; the API's paths begin with /v1.");
    }
    return front();
  }

  private static ResponseEntity<String> dashboard(Dashboard.Page page) {
    return ResponseEntity.ok()
        .contentType(HTML)
        .cacheControl(CacheControl.noStore())
        .header("Content-Security-Policy", page.policy())
        .header("X-Content-Type-Options", "nosniff")
        .body(page.html());
  }

  private static ResponseEntity<String> withoutDashboard() {
    return html(
        Html.page(
            "Slipway",
            """
            <h1>Slipway</h1>
            <p>A self-hosted control plane for Amazon SageMaker real-time model deployments:
            models and their versions, environments, guarded rollouts, promotions, rollbacks, and
            a record of everything that happened.</p>
            <p>%s</p>
            <p>This is the API; calling it needs a token, reading about it does not.</p>
            <ul>
            <li><a href="/docs">The API, described</a></li>
            <li><a href="/openapi.yaml">The same for machines: openapi.yaml</a></li>
            <li><a href="/problems">Every problem that the API answers with, and how to mend it</a></li>
            <li><a href="/readyz">Whether this process is ready</a></li>
            </ul>
            """
                .formatted(Html.escape(Dashboard.ABSENT))));
  }

  @GetMapping("/docs")
  ResponseEntity<String> docs() {
    return html(reference.html());
  }

  @GetMapping("/openapi.yaml")
  ResponseEntity<String> openapi() {
    return ResponseEntity.ok().contentType(YAML).body(contract.text());
  }

  @GetMapping("/problems")
  ResponseEntity<String> problems() {
    return html(
        Html.page(
            "Problems",
            problems.all().entrySet().stream()
                .map(page ->
                    "<li><a href=\"/problems/%s\"><code>%s</code></a> %s</li>%n"
                        .formatted(
                            escape(page.getKey()),
                            escape(page.getKey()),
                            escape(ProblemPages.heading(page.getValue()))))
                .collect(Collectors.joining("", "<h1>Problems</h1>\n<ul>", "</ul>"))));
  }

  @GetMapping("/problems/{code}")
  ResponseEntity<String> problem(@PathVariable("code") String code) {
    String page =
        problems
            .page(code)
            .orElseThrow(() ->
                new Failure.NotFound(
                    "no-such-route", "No page explains this code; /problems lists them."));
    return html(
        Html.page(
            ProblemPages.heading(page),
            Html.markdown(page) + "<p>Code: <code>" + escape(code) + "</code></p>"));
  }

  private static ResponseEntity<String> html(String page) {
    return ResponseEntity.ok()
        .contentType(HTML)
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .body(page);
  }
}
