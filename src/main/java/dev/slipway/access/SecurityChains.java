package dev.slipway.access;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.slipway.base.WallClock;
import dev.slipway.web.HoldBody;
import jakarta.servlet.DispatcherType;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Decides which requests are let through, in five chains:
 *
 * <ol>
 *   <li>metrics on the management port, which can be read while the database is down
 *   <li>all else on the management port
 *   <li>calls of the API with an {@code Authorization} header, which no other site can make a
 *       browser send
 *   <li>the few calls of the API that may be signed instead
 *   <li>everything else: known by a session's cookie, it must prove that a page of ours has sent it
 * </ol>
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OidcSettings.class)
class SecurityChains {

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " object-src 'none'";

  private final RequestMatcher open = OpenPaths.matcher();
  private final FailedAttempts attempts;
  private final Refuse refuse;

  SecurityChains(FailedAttempts attempts, Refuse refuse) {
    this.attempts = attempts;
    this.refuse = refuse;
  }

  @Bean
  @Order(1)
  SecurityFilterChain metrics(HttpSecurity http, Bearers bearers, WallClock clock) {
    var remembered = new RememberedBearers(bearers::require, clock);
    return adminsOnly(http, remembered::require)
        .securityMatcher(EndpointRequest.to("metrics", "prometheus"))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain management(HttpSecurity http, Bearers bearers) {
    return adminsOnly(http, bearers::require)
        .securityMatcher(EndpointRequest.toAnyEndpoint())
        .build();
  }

  /** Health is open; the rest is for an admin of all environments. */
  private HttpSecurity adminsOnly(HttpSecurity http, Function<String, Principal> bearers) {
    RequestMatcher health = EndpointRequest.to("health");
    return shared(http)
        .authorizeHttpRequests(requests ->
            requests.requestMatchers(health).permitAll().anyRequest().access(adminEverywhere()))
        .addFilterBefore(
            new BearerFilter(health, bearers, attempts, refuse), AuthorizationFilter.class)
        .csrf(AbstractHttpConfigurer::disable);
  }

  @Bean
  @Order(3)
  SecurityFilterChain api(HttpSecurity http, Bearers bearers) {
    return knownOnly(shared(http))
        .securityMatcher(request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null)
        .addFilterBefore(
            new BearerFilter(open, bearers::require, attempts, refuse), AuthorizationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .build();
  }

  /** Calls that are signed in place of carrying a token, where a room takes such. */
  @Bean
  @Order(4)
  SecurityFilterChain signed(
      HttpSecurity http, ObjectProvider<SignedCallers> callers, HoldBody hold) {
    var filter = new SignatureFilter(callers.stream().toList(), hold, attempts, refuse);
    return knownOnly(shared(http))
        .securityMatcher(filter::concerns)
        .addFilterBefore(filter, AuthorizationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  @Order(5)
  SecurityFilterChain session(
      HttpSecurity http, Sessions sessions, OidcSettings settings, Login login) {
    if (settings.hasLogin()) {
      http.oauth2Login(login::configure)
          .addFilterBefore(login.limit(), OAuth2LoginAuthenticationFilter.class);
    }
    return knownOnly(shared(http))
        .addFilterBefore(new SessionFilter(open, sessions, attempts, refuse), CsrfFilter.class)
        .csrf(csrf ->
            csrf.csrfTokenRepository(new SessionCsrf())
                .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                .requireCsrfProtectionMatcher(SessionCsrf::isNeeded))
        .build();
  }

  private HttpSecurity knownOnly(HttpSecurity http) {
    return http.authorizeHttpRequests(requests ->
        requests
            .dispatcherTypeMatchers(
                DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
            .permitAll()
            .requestMatchers(open)
            .permitAll()
            .anyRequest()
            .authenticated());
  }

  private HttpSecurity shared(HttpSecurity http) {
    return http.exceptionHandling(refusals ->
            refusals
                .authenticationEntryPoint(
                    (request, response, e) -> refuse.unknown(request, response))
                .accessDeniedHandler((request, response, e) -> refuse.denied(e, request, response)))
        .headers(headers ->
            headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .crossOriginOpenerPolicy(
                    policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(
                    policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(
                    policy -> policy.policy("camera=(), geolocation=(), microphone=()")))
        .securityContext(context ->
            context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .anonymous(withDefaults())
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable);
  }

  private static AuthorizationManager<RequestAuthorizationContext> adminEverywhere() {
    return (authentication, context) ->
        new AuthorizationDecision(
            authentication.get() instanceof KnownCaller caller
                && caller.getPrincipal().reach(Role.ADMIN).everywhere());
  }

  /** There are no passwords. Without this bean Spring Boot would invent a user who has one. */
  @Bean
  AuthenticationManager authenticationManager() {
    return authentication -> {
      throw new ProviderNotFoundException("passwords are known to nobody here");
    };
  }
}
