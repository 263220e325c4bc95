package dev.slipway.access;

import dev.slipway.base.Page;
import dev.slipway.web.PageRequest;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens of service accounts over HTTP. */
@RestController
@RequestMapping("/v1/service-accounts/{account}/tokens")
class AccountTokenController {

  private final AccountTokens tokens;

  AccountTokenController(AccountTokens tokens) {
    this.tokens = tokens;
  }

  @GetMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Page<AccountToken> list(@PathVariable String account, PageRequest page) {
    return tokens.list(account, page);
  }

  /** Not idempotent by key: an answer that is kept would keep the token. */
  @PostMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  ResponseEntity<AccountToken> create(
      @PathVariable String account,
      @RequestBody NewCredential wanted,
      @AuthenticationPrincipal Principal caller) {
    AccountToken token = tokens.create(account, wanted, caller);
    return ResponseEntity.created(
            URI.create(ServiceAccounts.path(account) + "/tokens/" + token.id()))
        .body(token);
  }

  @GetMapping("/{token}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  AccountToken get(@PathVariable String account, @PathVariable UUID token) {
    return tokens.one(account, token);
  }

  @DeleteMapping("/{token}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(
      @PathVariable String account,
      @PathVariable UUID token,
      @AuthenticationPrincipal Principal caller) {
    tokens.revoke(account, token, caller);
  }
}
