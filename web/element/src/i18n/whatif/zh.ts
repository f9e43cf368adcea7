import type { whatif as en } from "./en";

/** 视图加载之前组件显示的文字。 */
export const whatif: typeof en = {
  loading: "正在加载计算模块……",
  noModule: "尚未指定计算模块：请设置 module 属性。",
  noTable: "尚未提供数据表。",
  noView: (module) => `计算模块“${module}”没有专用界面，可由程序调用。`,
};
