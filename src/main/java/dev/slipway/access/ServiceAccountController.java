package dev.slipway.access;

import dev.slipway.base.Page;
import dev.slipway.web.PageRequest;
import dev.slipway.web.Preconditions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Service accounts over HTTP. */
@RestController
@RequestMapping("/v1/service-accounts")
class ServiceAccountController {

  private final ServiceAccounts accounts;

  ServiceAccountController(ServiceAccounts accounts) {
    this.accounts = accounts;
  }

  @GetMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Page<ServiceAccount> list(PageRequest page) {
    return accounts.list(page);
  }

  @PostMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  ResponseEntity<ServiceAccount> create(
      @RequestBody NewServiceAccount wanted, @AuthenticationPrincipal Principal caller) {
    ServiceAccount account = accounts.create(wanted, caller);
    return Preconditions.made(ServiceAccounts.path(account.name()), account, account.rowVersion());
  }

  @GetMapping("/{account}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  ResponseEntity<ServiceAccount> get(@PathVariable String account) {
    return tagged(accounts.byName(account));
  }

  @PatchMapping("/{account}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  ResponseEntity<ServiceAccount> change(
      @PathVariable String account,
      @RequestBody NewServiceAccount.Change change,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @AuthenticationPrincipal Principal caller) {
    return tagged(accounts.change(account, change, ifMatch, caller));
  }

  @DeleteMapping("/{account}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void retire(@PathVariable String account, @AuthenticationPrincipal Principal caller) {
    accounts.retire(account, caller);
  }

  private static ResponseEntity<ServiceAccount> tagged(ServiceAccount account) {
    return Preconditions.tagged(account, account.rowVersion());
  }
}
