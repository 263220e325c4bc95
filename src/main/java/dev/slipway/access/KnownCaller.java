package dev.slipway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A {@link Principal} in the form that Spring Security hands around during a request. */
final class KnownCaller extends AbstractAuthenticationToken {

  private static final long serialVersionUID = 1L;

  private final transient Principal principal;

  KnownCaller(Principal principal) {
    super(List.of());
    this.principal = principal;
    setAuthenticated(true);
  }

  @Override
  public Principal getPrincipal() {
    return principal;
  }

  @Override
  public String getName() {
    return principal.name();
  }

  /** Nothing: the token is forgotten as soon as it has been looked up. */
  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KnownCaller caller && caller.principal.equals(principal);
  }

  @Override
  public int hashCode() {
    return principal.hashCode();
  }
}
