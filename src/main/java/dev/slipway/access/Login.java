package dev.slipway.access;

import dev.slipway.base.Failure;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The login of people: OpenID Connect's authorization code flow with PKCE, which ends with a
 * session of Slipway's own. Of the provider's answer only the claims about the person are kept, no
 * token.
 */
@Component
class Login {

  private static final Logger LOG = LoggerFactory.getLogger(Login.class);

  private final OidcSettings settings;
  private final Sessions sessions;
  private final FailedAttempts attempts;
  private final Refuse refuse;

  Login(OidcSettings settings, Sessions sessions, FailedAttempts attempts, Refuse refuse) {
    this.settings = settings;
    this.sessions = sessions;
    this.attempts = attempts;
    this.refuse = refuse;
  }

  /**
   * The filter that stands before the provider is asked: refuses an address that has failed too
   * often.
   */
  Filter limit() {
    return new OncePerRequestFilter() {
      @Override
      protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(LoginRequests.CALLBACK);
      }

      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        try {
          attempts.check(request.getRemoteAddr(), shown(request));
        } catch (Failure.Limited e) {
          refuse.with(e, request, response);
          return;
        }
        chain.doFilter(request, response);
      }
    };
  }

  private static String shown(HttpServletRequest request) {
    return LoginRequests.CALLBACK + request.getParameter("code");
  }

  void configure(OAuth2LoginConfigurer<?> login) {
    login
        .loginPage("/login")
        .clientRegistrationRepository(new LoginClients(settings))
        .authorizedClientRepository(new NoClients())
        .authorizationEndpoint(
            endpoint -> endpoint.authorizationRequestRepository(new LoginRequests()))
        .successHandler(this::succeeded)
        .failureHandler(this::failed)
        .addObjectPostProcessor(
            new org.springframework.security.config.ObjectPostProcessor<
                OAuth2AuthorizationRequestRedirectFilter>() {
              @Override
              public <T extends OAuth2AuthorizationRequestRedirectFilter> T postProcess(T filter) {
                filter.setAuthenticationFailureHandler(Login.this::unreachable);
                return filter;
              }
            });
  }

  private void succeeded(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication)
      throws IOException {
    var token = (OAuth2AuthenticationToken) authentication;
    String name = token.getAuthorizedClientRegistrationId();
    OidcProvider provider = settings.oidc().get(name);
    if (provider == null) {
      throw new IllegalStateException("somebody came back from nowhere: " + name);
    }
    try {
      Claims claims = Claims.of(name, provider, token.getPrincipal().getAttributes());
      Sessions.Opened opened = sessions.open(claims, claims.principal(provider, null));
      SessionCookie.give(request, response, opened.value(), opened.lifetime());
      response.sendRedirect("/");
    } catch (Failure.Unauthenticated e) {
      attempts.failed(request.getRemoteAddr(), shown(request));
      refuse.with(e, request, response);
    }
  }

  private void failed(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    LOG.info("A login failed: {}", failure.getMessage());
    attempts.failed(request.getRemoteAddr(), shown(request));
    refuse.with(
        new Failure.Unauthenticated(
            "login-failed", "The login did not succeed; begin again at /login."),
        request,
        response);
  }

  private void unreachable(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    LOG.warn("A login could not begin", failure);
    refuse.with(
        new Failure.Unavailable(
            "identity-provider-unavailable", "The identity provider does not answer; ask again."),
        request,
        response);
  }

  /** Keeps nothing: Slipway calls nobody in a person's name. */
  private static final class NoClients implements OAuth2AuthorizedClientRepository {

    @Override
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
        String registration, Authentication principal, HttpServletRequest request) {
      return null;
    }

    @Override
    public void saveAuthorizedClient(
        OAuth2AuthorizedClient client,
        Authentication principal,
        HttpServletRequest request,
        HttpServletResponse response) {
      // Nothing to keep.
    }

    @Override
    public void removeAuthorizedClient(
        String registration,
        Authentication principal,
        HttpServletRequest request,
        HttpServletResponse response) {
      // Nothing was kept.
    }
  }
}
