package dev.slipway.access;

import dev.slipway.base.Failure;
import dev.slipway.web.Problems;
import jakarta.servlet.DispatcherType;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Which requests are let through. Everything needs a token except what is listed here; there are no
 * sessions and no cookies, hence nothing that another site could make a browser send.
 */
@Configuration(proxyBeanMethods = false)
class SecurityChain {

  /** Readable by anybody. */
  private static final String[] OPEN = {
    "/",
    "/index.html",
    "/docs",
    "/docs/**",
    "/openapi.yaml",
    "/problems",
    "/problems/**",
    "/assets/**",
    "/favicon.ico",
    "/favicon.svg",
    "/actuator/health",
    "/actuator/health/**"
  };

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " object-src 'none'";

  @Bean
  SecurityFilterChain securityFilterChain(HttpSecurity http, Tokens tokens, Problems problems) {
    RequestMatcher open = open();
    return http.authorizeHttpRequests(requests ->
            requests
                .dispatcherTypeMatchers(
                    DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(open)
                .permitAll()
                .anyRequest()
                .authenticated())
        .addFilterBefore(new BearerFilter(open, tokens, problems), AuthorizationFilter.class)
        .exceptionHandling(refusals ->
            refusals
                .authenticationEntryPoint((request, response, e) ->
                    problems.write(
                        Bearer.refusal(request.getHeader(HttpHeaders.AUTHORIZATION)),
                        request,
                        response))
                .accessDeniedHandler((request, response, e) ->
                    problems.write(
                        new Failure.Forbidden("forbidden", "This token does not allow that."),
                        request,
                        response)))
        .headers(headers ->
            headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  /** Nobody signs in with a password; without this Spring Boot would invent a user. */
  @Bean
  AuthenticationManager authenticationManager() {
    return authentication -> {
      throw new ProviderNotFoundException("only bearer tokens are known");
    };
  }

  private static RequestMatcher open() {
    PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
    return new OrRequestMatcher(
        Stream.of(HttpMethod.GET, HttpMethod.HEAD)
            .flatMap(
                method -> Stream.of(OPEN).map(path -> (RequestMatcher) paths.matcher(method, path)))
            .toList());
  }
}
