package dev.slipway.access;

import dev.slipway.base.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import tools.jackson.core.JacksonException;

/**
 * Remembers a login while the browser is at the provider, in a cookie of that browser. So any
 * process can go on with the login, and a visitor costs no memory here. The cookie tells the
 * browser nothing that it could misuse: its secrets (state, nonce, PKCE verifier) protect the
 * browser's own login.
 */
final class LoginRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

  static final String COOKIE = "slipway-login";
  static final String CALLBACK = "/login/oauth2/code/";

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** What has to be known again when the browser comes back. */
  private record Begun(
      String authorizationUri,
      String clientId,
      String redirectUri,
      Set<String> scopes,
      String state,
      Map<String, String> attributes) {}

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    String state = request.getParameter("state");
    return SessionCookie.value(request, COOKIE)
        .map(LoginRequests::read)
        .filter(begun -> begun.state().equals(state))
        .map(begun ->
            OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(begun.authorizationUri())
                .clientId(begun.clientId())
                .redirectUri(begun.redirectUri())
                .scopes(begun.scopes())
                .state(begun.state())
                .attributes(attributes -> attributes.putAll(begun.attributes()))
                .build())
        .orElse(null);
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest login,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (login == null) {
      forget(request, response);
      return;
    }
    Map<String, String> attributes = new HashMap<>();
    login.getAttributes().forEach((name, value) -> attributes.put(name, String.valueOf(value)));
    String document =
        Json.write(
            new Begun(
                login.getAuthorizationUri(),
                login.getClientId(),
                String.valueOf(login.getRedirectUri()),
                login.getScopes(),
                String.valueOf(login.getState()),
                attributes));
    SessionCookie.add(
        request,
        response,
        COOKIE,
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(document.getBytes(StandardCharsets.UTF_8)),
        CALLBACK,
        LONGEST);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    OAuth2AuthorizationRequest login = loadAuthorizationRequest(request);
    forget(request, response);
    return login;
  }

  private static void forget(HttpServletRequest request, HttpServletResponse response) {
    SessionCookie.add(request, response, COOKIE, "", CALLBACK, Duration.ZERO);
  }

  private static @Nullable Begun read(String cookie) {
    try {
      return Json.read(
          new String(Base64.getUrlDecoder().decode(cookie), StandardCharsets.UTF_8), Begun.class);
    } catch (IllegalArgumentException | JacksonException e) {
      return null;
    }
  }
}
