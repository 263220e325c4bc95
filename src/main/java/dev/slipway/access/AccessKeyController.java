package dev.slipway.access;

import dev.slipway.base.Page;
import dev.slipway.web.PageRequest;
import java.net.URI;
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

/** Access keys of service accounts over HTTP. */
@RestController
@RequestMapping("/v1/service-accounts/{account}/access-keys")
class AccessKeyController {

  private final AccessKeys keys;

  AccessKeyController(AccessKeys keys) {
    this.keys = keys;
  }

  @GetMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  Page<AccessKey> list(@PathVariable String account, PageRequest page) {
    return keys.list(account, page);
  }

  /** Not idempotent by key: an answer that is kept would keep the secret. */
  @PostMapping
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  ResponseEntity<AccessKey> create(
      @PathVariable String account,
      @RequestBody NewCredential wanted,
      @AuthenticationPrincipal Principal caller) {
    AccessKey key = keys.create(account, wanted, caller);
    return ResponseEntity.created(
            URI.create(ServiceAccounts.path(account) + "/access-keys/" + key.accessKeyId()))
        .body(key);
  }

  @GetMapping("/{accessKey}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  AccessKey get(@PathVariable String account, @PathVariable String accessKey) {
    return keys.one(account, accessKey);
  }

  @DeleteMapping("/{accessKey}")
  @Needs(value = Role.ADMIN, where = Where.EVERYWHERE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(
      @PathVariable String account,
      @PathVariable String accessKey,
      @AuthenticationPrincipal Principal caller) {
    keys.revoke(account, accessKey, caller);
  }
}
