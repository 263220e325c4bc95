package dev.slipway.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * The dashboard's one page, as Vite built it. Its scripts are files of ours and nothing else; the
 * style elements that its components make at run time are known by a word of this answer alone.
 */
@Component
public final class Dashboard {

  /** Where its views are: every such address is answered with the page, which shows the view. */
  public static final List<String> VIEWS =
      List.of(
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
          "/sign-in");

  /** What is said where the dashboard would be. */
  static final String ABSENT =
      "This build has no dashboard: install Node 20.19 or later and build again, without -DskipUi.";

  private static final String PLACEHOLDER = "%STYLE_NONCE%";

  private static final Resource BUILT = new ClassPathResource("dashboard/index.html");

  private final SecureRandom random = new SecureRandom();
  private final Resource built;

  @Autowired
  Dashboard() {
    this(BUILT);
  }

  /**
   * @param built Vite's index.html; need not exist
   */
  Dashboard(Resource built) {
    this.built = built;
  }

  /**
   * The page and the policy that it is to be served with.
   *
   * @param policy a {@code Content-Security-Policy}
   */
  record Page(String html, String policy) {}

  /** Whether this build has one. */
  public static boolean isBuilt() {
    return BUILT.exists();
  }

  /** The page for one request; empty when the build has none. */
  Optional<Page> page() {
    if (!built.exists()) {
      return Optional.empty();
    }
    try {
      String nonce = nonce();
      return Optional.of(
          new Page(
              built.getContentAsString(StandardCharsets.UTF_8).replace(PLACEHOLDER, nonce),
              policy(nonce)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String nonce() {
    byte[] word = new byte[18];
    random.nextBytes(word);
    return Base64.getEncoder().encodeToString(word);
  }

  private static String policy(String nonce) {
    return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s'; font-src 'self';"
            .formatted(nonce)
        + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self';"
        + " frame-ancestors 'none'";
  }
}
