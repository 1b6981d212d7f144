package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Binding and unbinding (34:4.1, 4.2, 50:4.1.1). */
final class BindChecks {
  private BindChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    for (BindMode mode : BindMode.values()) {
      for (Version version : Version.values()) {
        // 3.3 knows no transceiver.
        if (mode != BindMode.TRANSCEIVER || version != Version.V3_3) {
          all.add(bind(mode, version));
        }
      }
      all.add(unbind(mode));
    }
    all.add(
        Check.of("bind-version-0", "interface_version 0 is taken as 3.3", "34:5.2.4, 50:4.7.13")
            .on(Version.V3_3)
            .covers(CommandId.BIND_TRANSMITTER)
            .does(run -> bound(run, BindMode.TRANSMITTER, 0)));
    all.add(reservedVersion(0x35));
    all.add(reservedVersion(0x51));
    all.add(severalSessions());
    all.add(
        credentials(
            "bind-wrong-password",
            "a wrong password is refused",
            (target, body) -> body.set("password", other(target.password()))));
    all.add(
        credentials(
            "bind-unknown-account",
            "an unknown system_id is refused",
            (target, body) -> body.set("system_id", "no-such-acct")));
    all.add(tooLong("system_id", 16, CommandStatus.ESME_RINVSYSID));
    all.add(tooLong("password", 9, CommandStatus.ESME_RINVPASWD));
    all.add(tooLong("system_type", 13, CommandStatus.ESME_RINVSYSTYP));
    all.add(tooLong("address_range", 41, CommandStatus.ESME_RBINDFAIL));
    all.add(
        Check.of("bind-cut-short", "a bind that ends inside a field is refused", "34:3.2, 50:2.8.2")
            .does(
                run ->
                    refusedBind(
                        run,
                        Bodies.bind(run.target(), Version.V3_4.interfaceVersion())
                            .set("address_range", Octets.NONE),
                        CommandStatus.ESME_RBINDFAIL)));
    all.add(
        Check.of("bind-address-range", "an address_range of 40 characters is taken", "34:5.2.7")
            .covers(CommandId.BIND_RECEIVER)
            .does(BindChecks::longestRange));
    return all;
  }

  private static Check bind(BindMode mode, Version version) {
    String name = mode.command().wireName();
    return Check.of(
            "bind-" + mode.label() + "-" + version.label(),
            name + " with version " + version.label(),
            "34:4.1, 5.2.4, 50:4.1.1")
        .on(version)
        .feature("SMPP " + version.label())
        .covers(mode.command())
        .does(run -> bound(run, mode, version.interfaceVersion()));
  }

  private static void bound(Run run, BindMode mode, int interfaceVersion) throws IOException {
    Esme esme = run.open();
    WirePdu response = esme.call(mode.command(), Bodies.bind(run.target(), interfaceVersion));
    if (!response.ok()) {
      throw Ended.notSupported(response.toString());
    }
    esme.boundAs(mode);
    Integer known = Run.interfaceVersion(response);
    if (run.version().atLeast(Version.V3_4)) {
      if (known == null) {
        run.note("no sc_interface_version in the response, which says that TLVs are not known");
      } else if (known < interfaceVersion && run.version() == Version.V5_0) {
        throw Ended.notSupported(
            String.format(Locale.ROOT, "bound, but sc_interface_version is 0x%02X", known));
      }
    }
    esme.alive();
  }

  private static Check reservedVersion(int interfaceVersion) {
    String hex = String.format(Locale.ROOT, "0x%02x", interfaceVersion);
    return Check.of(
            "bind-version-" + hex,
            "the reserved interface_version " + hex + " is answered, by acceptance or refusal",
            "34:5.2.4, 50:4.7.13")
        .does(
            run -> {
              Esme esme = run.open();
              WirePdu response =
                  esme.call(
                      run.senderMode().command(), Bodies.bind(run.target(), interfaceVersion));
              if (response.ok()) {
                esme.boundAs(run.senderMode());
                esme.alive();
              }
            });
  }

  private static Check severalSessions() {
    return Check.of("bind-several", "an account may have several sessions", "34:2.2, 50:2.3")
        .feature("several sessions of an account")
        .does(
            run -> {
              Esme first = run.sender();
              Esme second = run.sender();
              first.alive();
              second.alive();
            });
  }

  private static Check credentials(String id, String title, Change change) {
    return Check.of(id, title, "34:4.1, 50:4.7.6")
        .feature("authentication")
        .does(
            run -> {
              Body body = Bodies.bind(run.target(), Version.V3_4.interfaceVersion());
              change.on(run.target(), body);
              refusedBind(
                  run,
                  body,
                  CommandStatus.ESME_RBINDFAIL,
                  CommandStatus.ESME_RINVPASWD,
                  CommandStatus.ESME_RINVSYSID);
            });
  }

  private static Check tooLong(String field, int characters, CommandStatus own) {
    return Check.of(
            "bind-long-" + field.replace('_', '-'),
            field + " of " + characters + " characters, one too many, is refused",
            "34:4.1.1, 50:4.1.1, 4.7.6")
        .does(
            run ->
                refusedBind(
                    run,
                    Bodies.bind(run.target(), Version.V3_4.interfaceVersion())
                        .set(field, "x".repeat(characters)),
                    own,
                    CommandStatus.ESME_RBINDFAIL));
  }

  private static void refusedBind(Run run, Body body, CommandStatus own, CommandStatus... others)
      throws IOException {
    Esme esme = run.open();
    WirePdu response = esme.call(run.senderMode().command(), body);
    if (response.ok()) {
      esme.boundAs(run.senderMode());
    }
    run.refused(response, own, others);
  }

  private static void longestRange(Run run) throws IOException {
    Esme esme = run.open();
    WirePdu response =
        esme.call(
            CommandId.BIND_RECEIVER,
            Bodies.bind(run.target(), Version.V3_4.interfaceVersion())
                .set("address_range", "^" + "1".repeat(38) + "$"));
    if (response.ok()) {
      esme.boundAs(BindMode.RECEIVER);
    } else {
      run.note("refused with " + response + ", though the length is legal");
    }
  }

  private static Check unbind(BindMode mode) {
    return Check.of(
            "unbind-" + mode.label(),
            "unbind of a " + mode.label() + " session is answered, then the connection closed",
            "34:4.2, 50:2.3.5")
        .covers(mode.uses(CommandId.UNBIND))
        .does(
            run -> {
              Esme esme = run.bind(mode);
              Run.ok(esme.call(CommandId.UNBIND, new Body()));
              esme.boundAs(null);
              if (!esme.closes(run.target().responseTime())) {
                run.note("the connection stays open after the unbind_resp");
              }
            });
  }

  /** Another text of the same length. */
  private static String other(String text) {
    return text.isEmpty() ? "x" : (text.charAt(0) == 'x' ? "y" : "x") + text.substring(1);
  }

  @FunctionalInterface
  private interface Change {
    void on(Target target, Body body);
  }
}
