/** What the built-in classes are called: of those that it skips the module tells the id alone. */

export const BUILT_IN_CLASSES: Readonly<Record<string, { en: string; zh: string }>> = {
  important: { en: "Important customers", zh: "重要客户" },
  focus: { en: "Customers to watch over", zh: "重点关注客户" },
  large: { en: "Large customers", zh: "大客户" },
  special_transformer: { en: "Business on a transformer of its own", zh: "专变工商业客户" },
  large_residential: { en: "Large residential customers", zh: "大型居民客户" },
  other: { en: "Other customers", zh: "其他客户" },
};
