package dev.slipway.access;

import dev.slipway.base.Failure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where a login begins: with the only provider at once, else with the choice of one. */
@Controller
class LoginController {

  private static final String BEGIN = "/oauth2/authorization/";

  private final OidcSettings settings;

  LoginController(OidcSettings settings) {
    this.settings = settings;
  }

  @GetMapping("/login")
  ResponseEntity<String> login() {
    List<String> providers =
        settings.oidc().entrySet().stream()
            .filter(provider -> provider.getValue().login() != null)
            .map(provider -> provider.getKey())
            .sorted()
            .toList();
    if (providers.isEmpty()) {
      throw new Failure.NotFound(
          "no-login",
          "No identity provider is configured for logins; use a token, or see docs/access.md.");
    }
    return providers.size() == 1
        ? ResponseEntity.status(HttpStatus.FOUND)
            .location(URI.create(BEGIN + providers.getFirst()))
            .build()
        : ResponseEntity.ok()
            .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
            .body(choice(providers));
  }

  /** Names of providers are letters, digits and hyphens, which HTML takes as they are. */
  private static String choice(List<String> providers) {
    return providers.stream()
        .map(name -> "<li><a href=\"%s%s\">%s</a></li>".formatted(BEGIN, name, name))
        .collect(
            Collectors.joining(
                "",
                "<!doctype html><html lang=\"en\"><title>Slipway: log in</title><h1>Log in"
                    + " with</h1><ul>",
                "</ul></html>"));
  }
}
