/** The few Element Plus parts in use, with their styles; everything else of the library stays out of the bundle. */
import { ElButton } from "element-plus/es/components/button/index";
import { ElCheckbox, ElCheckboxGroup } from "element-plus/es/components/checkbox/index";
import { ElConfigProvider } from "element-plus/es/components/config-provider/index";
import { ElDatePicker } from "element-plus/es/components/date-picker/index";
import { ElDialog } from "element-plus/es/components/dialog/index";
import { ElDrawer } from "element-plus/es/components/drawer/index";
import { ElForm, ElFormItem } from "element-plus/es/components/form/index";
import { ElInput } from "element-plus/es/components/input/index";
import { ElInputNumber } from "element-plus/es/components/input-number/index";
import { ElInputTag } from "element-plus/es/components/input-tag/index";
import { ElOption, ElSelect } from "element-plus/es/components/select/index";
import { ElRadio, ElRadioButton, ElRadioGroup } from "element-plus/es/components/radio/index";
import "element-plus/theme-chalk/base.css";
import "element-plus/theme-chalk/el-button.css";
import "element-plus/theme-chalk/el-checkbox.css";
import "element-plus/theme-chalk/el-checkbox-group.css";
import "element-plus/theme-chalk/el-date-picker.css";
import "element-plus/theme-chalk/el-date-picker-panel.css";
import "element-plus/theme-chalk/el-dialog.css";
import "element-plus/theme-chalk/el-drawer.css";
import "element-plus/theme-chalk/el-form.css";
import "element-plus/theme-chalk/el-form-item.css";
import "element-plus/theme-chalk/el-input.css";
import "element-plus/theme-chalk/el-input-number.css";
import "element-plus/theme-chalk/el-input-tag.css";
import "element-plus/theme-chalk/el-option.css";
import "element-plus/theme-chalk/el-overlay.css";
import "element-plus/theme-chalk/el-popper.css";
import "element-plus/theme-chalk/el-radio.css";
import "element-plus/theme-chalk/el-radio-button.css";
import "element-plus/theme-chalk/el-radio-group.css";
import "element-plus/theme-chalk/el-scrollbar.css";
import "element-plus/theme-chalk/el-select.css";
import "element-plus/theme-chalk/el-select-dropdown.css";
import "element-plus/theme-chalk/el-tag.css";
import type { App } from "vue";

const parts = [
    ElButton,
    ElCheckbox,
    ElCheckboxGroup,
    ElConfigProvider,
    ElDatePicker,
    ElDialog,
    ElDrawer,
    ElForm,
    ElFormItem,
    ElInput,
    ElInputNumber,
    ElInputTag,
    ElOption,
    ElRadio,
    ElRadioButton,
    ElRadioGroup,
    ElSelect,
];

export function useElements(app: App): void {
    for (const part of parts) app.component(part.name as string, part);
}
