/** Units in the page's language; numbers without one (counts, shares, flags) show none. */

import type { Locale } from "./numbers";

const UNITS: Record<string, { en: string; zh: string }> = {
  kWh: { en: "kWh", zh: "千瓦时" },
  kW: { en: "kW", zh: "千瓦" },
  kVA: { en: "kVA", zh: "千伏安" },
  yuan: { en: "yuan", zh: "元" },
  hours: { en: "hours", zh: "小时" },
  days: { en: "days", zh: "天" },
  months: { en: "months", zh: "个月" },
};

export function unitOf(unit: string | undefined, locale: Locale): string {
  const words = UNITS[unit ?? ""];
  return words ? words[locale === "zh-CN" ? "zh" : "en"] : "";
}
