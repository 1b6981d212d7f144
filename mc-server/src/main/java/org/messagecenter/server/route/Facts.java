package org.messagecenter.server.route;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.SubmitSm;

/** What the rules may know of one request. Found out when first asked for. */
final class Facts {
  private final RouteRequest request;
  private final NumberPlan plan;
  private SubmitSm message;
  private @Nullable Dialled destination;
  private @Nullable Dialled source;
  private long draw;
  private boolean drawn;

  Facts(RouteRequest request, NumberPlan plan) {
    this.request = request;
    this.plan = plan;
    this.message = request.message();
  }

  RouteRequest request() {
    return request;
  }

  /** The request's. */
  long draw() {
    if (!drawn) {
      drawn = true;
      draw = request.draw();
    }
    return draw;
  }

  /** As the rules before have rewritten it. */
  SubmitSm message() {
    return message;
  }

  void message(SubmitSm rewritten) {
    message = rewritten;
    destination = null;
    source = null;
  }

  Dialled destination() {
    Dialled known = destination;
    if (known == null) {
      known = Dialled.read(message.destinationAddr(), plan.home());
      destination = known;
    }
    return known;
  }

  Dialled source() {
    Dialled known = source;
    if (known == null) {
      known = Dialled.read(message.sourceAddr(), plan.home());
      source = known;
    }
    return known;
  }

  /** ISO 3166 code; empty for a destination without a country. */
  String country() {
    Dialled number = destination();
    return number.kind() == Dialled.Kind.INTERNATIONAL
        ? plan.phones().country(number.digits())
        : "";
  }

  NumberType destinationType() {
    return type(destination());
  }

  NumberType sourceType() {
    return type(source());
  }

  /** Null when the table of networks has none for the destination. */
  @Nullable Network network() {
    Dialled number = destination();
    return number.kind() == Dialled.Kind.INTERNATIONAL ? plan.networks().of(number.digits()) : null;
  }

  private NumberType type(Dialled number) {
    return switch (number.kind()) {
      case INTERNATIONAL -> plan.phones().type(number.digits());
      case SHORT_CODE -> NumberType.SHORT_CODE;
      case ALPHANUMERIC -> NumberType.ALPHANUMERIC;
      case OTHER -> NumberType.UNKNOWN;
    };
  }

  /** An address in full, for who asked about this very message. */
  static String words(Address address) {
    return address.ton() + "/" + address.npi() + "/" + address.digits();
  }
}
